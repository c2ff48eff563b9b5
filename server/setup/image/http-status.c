/*
 * Prints the status of an HTTP answer of this machine, for the health check of an image that has no program for it. Static, and with plain
 * addresses only, so that it runs in any base.  Usage: http-status PORT PATH   Ends with 0 when there was an answer.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { ANSWER_SECONDS_MAX = 3, STATUS_LINE_BYTES = 12 };

int main(int count, char **words) {
  if (count != 3) return 2;
  int link = socket(AF_INET, SOCK_STREAM, 0);
  struct timeval patience = {.tv_sec = ANSWER_SECONDS_MAX};
  setsockopt(link, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(link, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);

  struct sockaddr_in place = {
      .sin_family = AF_INET,
      .sin_port = htons((unsigned short)atoi(words[1])),
      .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
  };
  char question[256];
  int length = snprintf(question, sizeof question, "GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n", words[2]);
  if (length < 0 || length >= (int)sizeof question) return 2;
  if (connect(link, (struct sockaddr *)&place, sizeof place) != 0) return 1;
  if (write(link, question, (size_t)length) != length) return 1;

  /* "HTTP/1.0 404" is all we need, and it may come in pieces. */
  char answer[STATUS_LINE_BYTES + 1] = "";
  for (size_t have = 0; have < STATUS_LINE_BYTES;) {
    ssize_t more = read(link, answer + have, STATUS_LINE_BYTES - have);
    if (more <= 0) return 1;
    have += (size_t)more;
  }
  if (strncmp(answer, "HTTP/1.", 7) != 0) return 1;
  puts(answer + 9);
  return 0;
}
