"""How fast Linli is on a district far larger than the first one: ``make bench``."""
