package dev.automat.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/** Why a file can not be read, in words. */
public final class Unreadable {

  private Unreadable() {}

  /** What a stream of files failed with. */
  public static IOException cause(UncheckedIOException e) {
    return Optional.ofNullable(e.getCause()).orElseGet(() -> new IOException(e));
  }

  /** Without the file's name, which whoever says it has said already. */
  public static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file";
      case NotDirectoryException _ -> "it is no directory";
      case AccessDeniedException _ -> "access is denied";
      case CharacterCodingException _ -> "it is not UTF-8 text";
      case FileSystemException other ->
          Optional.ofNullable(other.getReason()).orElse("the system does not say why");
      default -> Optional.ofNullable(e.getMessage()).orElse("the system does not say why");
    };
  }
}
