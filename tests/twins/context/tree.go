// Cancelling ends all below, nothing above or beside.
package main

import (
	"context"
	"fmt"
)

func main() {
	root, cancelRoot := context.WithCancel(context.Background())
	left, cancelLeft := context.WithCancel(root)
	right, cancelRight := context.WithCancel(root)
	leaf, cancelLeaf := context.WithCancel(context.WithValue(left, "k", "v"))
	defer cancelRight()
	defer cancelLeaf()
	show := func(what string) {
		fmt.Println(what, root.Err(), left.Err(), right.Err(), leaf.Err())
	}
	show("begin")
	cancelLeft()
	show("left")
	cancelRoot()
	show("root")
	fmt.Println(leaf.Value("k"))
}
