/** How far a full load is, how fast it is, and how long it may take. */
package io.dmsconnect.core.progress;
