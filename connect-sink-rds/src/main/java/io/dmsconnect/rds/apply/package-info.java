/** How loads and changes become rows of the target. */
package io.dmsconnect.rds.apply;
