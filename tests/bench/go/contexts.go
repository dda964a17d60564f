//go:build ignore

// Trees of 10,000 contexts, ten children a node, made and then cancelled at
// the root; N contexts in all.
package main

import (
	"context"
	"os"
	"strconv"
)

func main() {
	n, _ := strconv.Atoi(os.Args[1])

	for r := 0; r < n/10000; r++ {
		tree := make([]context.Context, 10001)
		root, cancel := context.WithCancel(context.Background())
		tree[1] = root
		for i := 2; i <= 10000; i++ {
			tree[i], _ = context.WithCancel(tree[(i-2)/10+1])
		}
		cancel()
		if tree[10000].Err() != context.Canceled {
			panic("not cancelled")
		}
	}
}
