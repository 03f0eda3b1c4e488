"""Tests of hosts and the places they are asked for."""
