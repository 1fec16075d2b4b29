"""Tests of the steps that carry values between the rooms and the store."""
