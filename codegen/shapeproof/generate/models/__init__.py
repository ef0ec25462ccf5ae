"""Modules of typed models, generated from contracts of one service."""
