// The printed form of a deadline, as far as it does not depend on the clock.
package main

import (
	"context"
	"fmt"
	"strings"
	"time"
)

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
	defer cancel()
	child, cancelChild := context.WithCancel(ctx)
	defer cancelChild()
	s := fmt.Sprint(child)
	fmt.Println(s[:strings.Index(s, "(")+1])
	fmt.Println(strings.HasSuffix(s, "]).WithCancel"))
	later, cancelLater := context.WithTimeout(ctx, 2*time.Hour)
	defer cancelLater()
	fmt.Println(strings.HasSuffix(fmt.Sprint(later), "]).WithCancel"))
}
