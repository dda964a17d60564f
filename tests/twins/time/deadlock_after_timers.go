// Once the last timer has fired nothing can help.
package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var wg sync.WaitGroup
	wg.Add(2)
	time.AfterFunc(time.Millisecond, wg.Done)
	time.AfterFunc(2*time.Millisecond, func() { fmt.Println("last timer") })
	wg.Wait()
}
