// A deferred call may wait, in a panic too; others go on meanwhile.
package main

import "fmt"

func main() {
	ch, done := make(chan string), make(chan bool)
	go func() {
		fmt.Println("other sends")
		ch <- "cleaned up"
	}()
	go func() {
		defer close(done)
		defer func() { fmt.Println("recovered", recover()) }()
		defer func() { fmt.Println("deferred", <-ch) }()
		panic("boom")
	}()
	<-done
}
