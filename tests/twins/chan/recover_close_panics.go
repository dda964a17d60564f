// Every panic of close and send can be recovered, and has its own text.
package main

import "fmt"

func try(what string, f func()) {
	defer func() { fmt.Println(what+":", recover()) }()
	f()
	fmt.Println(what, "went well")
}
func main() {
	var none chan int
	ch := make(chan int, 1)
	try("close", func() { close(ch) })
	try("close again", func() { close(ch) })
	try("close nil", func() { close(none) })
	try("send", func() { ch <- 1 })
	try("receive", func() { <-ch })
}
