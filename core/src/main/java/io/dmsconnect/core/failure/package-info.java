/** How failures are named. Stands alone. */
package io.dmsconnect.core.failure;
