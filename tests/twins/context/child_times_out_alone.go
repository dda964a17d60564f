// A child that times out leaves its parent alone.
package main

import (
	"context"
	"fmt"
	"time"
)

func main() {
	parent, cancel := context.WithCancel(context.Background())
	child, c := context.WithTimeout(parent, time.Millisecond)
	defer c()
	grandchild, cc := context.WithCancel(child)
	defer cc()
	<-grandchild.Done()
	fmt.Println(parent.Err(), child.Err(), grandchild.Err())
	cancel()
	fmt.Println(parent.Err(), child.Err(), grandchild.Err())
}
