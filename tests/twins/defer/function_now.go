// So is the function, and the receiver of a method.
package main

import "fmt"

type named struct{ name string }

func (n *named) say(s string) { fmt.Println(n.name, "says", s) }
func main() {
	f := func() { fmt.Println("early function") }
	n := &named{"early"}
	defer f()
	defer n.say("bye")
	n.name = "renamed"
	n = &named{"late"}
	f = func() { fmt.Println("late function") }
	n.say("hello")
	f()
}
