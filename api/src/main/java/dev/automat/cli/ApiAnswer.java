package dev.automat.cli;

import java.net.http.HttpHeaders;
import tools.jackson.databind.JsonNode;

/** What the server said, and it was no problem. */
record ApiAnswer(int status, HttpHeaders headers, JsonNode body) {}
