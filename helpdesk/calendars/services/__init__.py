"""Every write of calendars: hours, slots, holidays."""
