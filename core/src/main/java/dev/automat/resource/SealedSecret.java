package dev.automat.resource;

/**
 * A secret as it may be stored.
 *
 * @param field what it is, such as {@code credentials}
 * @param version counts the values of this field, from 1
 * @param envelope key id and ciphertext; bound to uid, field and version
 */
@SuppressWarnings(
    "ArrayRecordComponent") // bytes go straight to and from a column; nothing compares envelopes
public record SealedSecret(String uid, String field, int version, byte[] envelope) {

  /** The id of the key is readable in an envelope; the text form shows no more than its size. */
  @Override
  public String toString() {
    return "SealedSecret[" + uid + "|" + field + "|" + version + ", " + envelope.length + " bytes]";
  }
}
