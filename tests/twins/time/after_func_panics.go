// Nobody recovers the panic of such a call.
package main

import (
	"fmt"
	"time"
)

func main() {
	defer func() { fmt.Println("never", recover()) }()
	time.AfterFunc(time.Millisecond, func() {
		fmt.Println("called")
		panic("in the call")
	})
	<-make(chan int)
}
