package main

import (
	"fmt"
	"time"
)

func try(f func()) {
	defer func() { fmt.Println("recovered:", recover()) }()
	f()
}
func main() {
	t := time.NewTicker(time.Hour)
	try(func() { time.NewTicker(0) })
	try(func() { t.Reset(0) })
	try(func() { t.Reset(-1) })
	fmt.Println(time.Tick(0) == nil, time.Tick(-time.Second) == nil, time.Tick(time.Hour) == nil)
	t.Stop()
	time.NewTicker(-1)
}
