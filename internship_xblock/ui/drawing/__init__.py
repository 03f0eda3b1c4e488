"""Pictures and controls as values: what our macros draw as SVG and as form fields."""
