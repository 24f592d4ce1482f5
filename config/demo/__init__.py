"""The demonstration: two councils, their people, a published month and a living queue, all by rule from a seed."""
