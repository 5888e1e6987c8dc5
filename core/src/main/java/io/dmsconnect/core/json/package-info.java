/** Documents that people write and tools print, read alike wherever they are read. Stands alone. */
package io.dmsconnect.core.json;
