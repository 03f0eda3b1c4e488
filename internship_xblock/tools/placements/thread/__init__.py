"""The thread of a placement: what its people say to each other about what is no field and no entry."""
