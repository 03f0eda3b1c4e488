"""The XBlocks: they translate between the XBlock runtime and a tool's api, and choose templates."""
