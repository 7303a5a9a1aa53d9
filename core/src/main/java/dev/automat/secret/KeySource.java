package dev.automat.secret;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;

/**
 * Where the keys come from: a Tink keyset in JSON, in a file or given as text, in the clear or
 * sealed by a key management service.
 */
public final class KeySource {

  /** Binds a sealed keyset to its purpose. */
  private static final byte[] PURPOSE = "automat keyset".getBytes(StandardCharsets.UTF_8);

  private final String place;
  private final Optional<Path> file;
  private final String given;
  private final Optional<KeyWrap> wrap;

  private KeySource(String place, Optional<Path> file, String given, Optional<KeyWrap> wrap) {
    this.place = place;
    this.file = file;
    this.given = given;
    this.wrap = wrap;
  }

  /**
   * @param wrap what the keyset in the file is sealed with; empty if it stands there in the clear
   */
  public static KeySource file(Path file, Optional<KeyWrap> wrap) {
    return new KeySource("the key file " + file, Optional.of(file), "", wrap);
  }

  /**
   * @param place where the text was given, such as {@code AUTOMAT_SECRETS_KEY}
   */
  public static KeySource given(String keyset, String place, Optional<KeyWrap> wrap) {
    return new KeySource(place, Optional.empty(), keyset, wrap);
  }

  /** For a person: where a missing key was looked for. */
  public String place() {
    return place + wrap.map(by -> ", sealed by " + by.place()).orElse("");
  }

  /** The file, if it is one. */
  public Optional<Path> file() {
    return file;
  }

  /** Makes the file with one new key; one that is there stays as it is. */
  void makeIfAbsent() {
    try {
      if (file.isPresent() && Files.notExists(file.get())) {
        KeyFile.makeOnce(file.get(), text(KeyRing.create()));
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * @throws KeyUnavailableException if it can not be had; the message says where it was looked for
   *     and what to do
   */
  public KeyRing read() {
    return parse(text());
  }

  /** As it stands there. */
  String text() {
    try {
      return file.isPresent() ? KeyFile.read(file.get()) : given;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** The keys in such a text. */
  KeyRing parse(String text) {
    try {
      return new KeyRing(
          wrap.isPresent()
              ? TinkJsonProtoKeysetFormat.parseEncryptedKeyset(
                  text, wrap.get(), PURPOSE, KeyRing.TINK)
              : TinkJsonProtoKeysetFormat.parseKeyset(
                  text, KeyRing.TINK, InsecureSecretKeyAccess.get()));
    } catch (GeneralSecurityException e) {
      throw new KeyUnavailableException(
          place() + " holds no usable Tink keyset: " + nextStep(text), e);
    }
  }

  /** What tells a sealed keyset from one in the clear stands in both of them. */
  private String nextStep(String text) {
    boolean sealed = text.contains("\"encryptedKeyset\"");
    if (sealed && wrap.isEmpty()) {
      return "it is sealed by a key management service, so set secrets.kms to its key";
    }
    if (!sealed && wrap.isPresent()) {
      return "it is not sealed by a key management service, so remove secrets.kms, or make a sealed"
          + " one with automat keys create --kms";
    }
    return "restore it from its backup";
  }

  /**
   * Puts these keys in the place of those that were read before, if nobody else did meanwhile.
   *
   * @throws KeyUnavailableException if it is no file, or holds something else by now
   */
  public void replace(KeyRing before, KeyRing after) {
    Path target =
        file.orElseThrow(
            () ->
                new KeyUnavailableException(
                    place() + " can not be written to: change the keys in a file"));
    KeyRing standing = read();
    if (!standing.ids().equals(before.ids()) || !standing.primary().equals(before.primary())) {
      throw new KeyUnavailableException(place() + " was changed meanwhile: look, and begin again");
    }
    try {
      KeyFile.replace(target, text(after));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private String text(KeyRing ring) {
    try {
      return wrap.isPresent()
          ? TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
              ring.keys(), wrap.get(), PURPOSE, KeyRing.TINK)
          : TinkJsonProtoKeysetFormat.serializeKeyset(
              ring.keys(), KeyRing.TINK, InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException e) {
      throw new KeyUnavailableException(place() + " can not be written", e);
    }
  }

  private KeyUnavailableException unreadable(IOException e) {
    return new KeyUnavailableException(
        place
            + " can not be used ("
            + e.getClass().getSimpleName()
            + "): restore it, or set secrets.keyFile to where it is",
        e);
  }

  /** Never the keys. */
  @Override
  public String toString() {
    return place();
  }
}
