// The child of a cancelled context is cancelled at birth.
package main

import (
	"context"
	"fmt"
	"time"
)

func main() {
	parent, cancel := context.WithCancel(context.Background())
	cancel()
	child, c1 := context.WithCancel(parent)
	timed, c2 := context.WithTimeout(parent, time.Hour)
	late, c3 := context.WithTimeout(parent, -time.Hour)
	defer c1()
	defer c2()
	defer c3()
	fmt.Println(child.Err())
	fmt.Println(timed.Err())
	fmt.Println(late.Err())
	<-child.Done()
	<-timed.Done()
	<-late.Done()
	_, ok := timed.Deadline()
	fmt.Println(ok)
}
