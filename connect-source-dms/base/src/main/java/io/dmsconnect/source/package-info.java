/**
 * The source task that all engines share: what it reads comes from a {@link
 * io.dmsconnect.source.SourceEngine}, what it writes are the two lanes of {@code core.connect}.
 */
package io.dmsconnect.source;
