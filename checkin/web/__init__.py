"""HTTP: reads requests, calls one service inside one block, writes responses. It holds no rule."""
