"""Contracts of one service -> the source of a module of typed models."""
