"""Pages of communities, by what people come for."""
