// A panic of any goroutine ends the program; main's deferred calls do not
// run, and main cannot recover it.
package main

import "fmt"

func main() {
	defer func() { fmt.Println("never", recover()) }()
	done := make(chan bool)
	go func() {
		defer fmt.Println("its own deferred call")
		panic("elsewhere")
	}()
	<-done
}
