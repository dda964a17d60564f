package main

import "fmt"

func main() {
	var ch chan int
	fmt.Println(len(ch), cap(ch))
	fmt.Println(len(make(chan int)), cap(make(chan int)))
	fmt.Println(len(make(chan int, 7)), cap(make(chan int, 7)))
}
