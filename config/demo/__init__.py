"""The demonstration: two councils, their people, three published months and a living queue, all by rule from a seed."""
