"""The structured document that plan, certificate and log are made of when they are read on paper."""
