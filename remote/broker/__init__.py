"""The broker: citizens' computers by ssh on one side, agents' viewers by WebSocket on the other, and a gate between that reads every message."""
