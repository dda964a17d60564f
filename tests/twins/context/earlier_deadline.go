// Of two deadlines the earlier one counts, whoever has it.
package main

import (
	"context"
	"fmt"
	"time"
)

func main() {
	now := time.Now()
	short, c1 := context.WithDeadline(context.Background(), now.Add(2*time.Millisecond))
	long, c2 := context.WithDeadline(short, now.Add(time.Hour))
	defer c1()
	defer c2()
	d, ok := long.Deadline()
	fmt.Println(d.Equal(now.Add(2*time.Millisecond)), ok)
	<-long.Done()
	fmt.Println(long.Err())
	outer, c3 := context.WithDeadline(context.Background(), now.Add(time.Hour))
	inner, c4 := context.WithDeadline(outer, now.Add(time.Minute))
	defer c3()
	defer c4()
	d, ok = inner.Deadline()
	fmt.Println(d.Equal(now.Add(time.Minute)), ok)
	d, ok = context.WithValue(inner, "k", 1).Deadline()
	fmt.Println(d.Equal(now.Add(time.Minute)), ok, inner.Err())
}
