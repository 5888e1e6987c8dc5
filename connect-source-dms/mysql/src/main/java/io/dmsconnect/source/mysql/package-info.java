/** MySQL as a source. */
package io.dmsconnect.source.mysql;
