"""Pages of the register: compounds, their contracts, enterprises."""
