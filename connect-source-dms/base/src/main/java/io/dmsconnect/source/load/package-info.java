/** The full load: tables read whole, beside each other, from one snapshot. */
package io.dmsconnect.source.load;
