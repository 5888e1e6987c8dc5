/** Real servers for tests and the demo, and small tools for tests. Knows nothing of the product. */
package io.dmsconnect.testing;
