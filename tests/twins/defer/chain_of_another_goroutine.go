// Panics of two goroutines that wait for each other do not mix.
package main

import "fmt"

func main() {
	ping, pong := make(chan int), make(chan int)
	go func() {
		defer func() { fmt.Println("other recovered", recover()) }()
		defer func() {
			ping <- 1
			func() { panic("other's second") }()
		}()
		panic("other's first")
	}()
	defer func() {
		<-ping
		go func() { pong <- 1 }()
		<-pong
		func() { panic("second") }()
	}()
	panic("first")
}
