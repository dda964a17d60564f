// Done is one channel, before and after.
package main

import (
	"context"
	"fmt"
)

func main() {
	parent, cancel := context.WithCancel(context.Background())
	child, cancelChild := context.WithCancel(parent)
	defer cancelChild()
	value := context.WithValue(parent, "k", 1)
	before := parent.Done()
	fmt.Println(before == parent.Done(), before == child.Done(), before == value.Done())
	cancel()
	fmt.Println(before == parent.Done(), len(before), cap(before))
}
