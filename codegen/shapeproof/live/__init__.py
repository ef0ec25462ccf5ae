"""Responses of live clients, from botocore's events: checked as they come, or recorded."""
