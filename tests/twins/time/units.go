package main

import (
	"fmt"
	"time"
)

func main() {
	fmt.Println(time.Nanosecond == 1, time.Microsecond == 1000*time.Nanosecond)
	fmt.Println(int64(time.Millisecond), int64(time.Second))
	fmt.Println(time.Minute/time.Second, int64(time.Hour/time.Minute))
}
