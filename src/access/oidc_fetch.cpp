#include "access/oidc_fetch.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <mutex>

namespace aksis::access {
namespace {

constexpr long kConnectSeconds = 3;

struct Body {
  std::string text;
  bool too_large = false;
};

size_t take(char* data, size_t size, size_t count, void* user) {
  auto& body = *static_cast<Body*>(user);
  body.too_large = body.text.size() + size * count > kFetchBytesMax;
  if (body.too_large) return 0;
  body.text.append(data, size * count);
  return size * count;
}

std::string part(CURLU* url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, 0) != CURLUE_OK) return {};
  std::string out(text);
  curl_free(text);
  return out;
}

Error failure(CURLcode code, const Body& body, const std::string& url) {
  if (body.too_large)
    return invalid(fmt::format("{} answered more than {} KiB", url, kFetchBytesMax / 1024));
  if (code == CURLE_OPERATION_TIMEDOUT)
    return {Code::timeout, fmt::format("{} did not answer within {} s", url, kFetchSeconds), {}};
  return {Code::busy,
          fmt::format("{} cannot be reached: {}; check the network and the provider", url,
                      curl_easy_strerror(code)),
          {}};
}

using Headers = std::unique_ptr<curl_slist, void (*)(curl_slist*)>;

Headers headers_of(const Question& question) {
  Headers out(curl_slist_append(nullptr, "Accept: application/json, application/jwt"),
              &curl_slist_free_all);
  // Redirections are not followed, so that the secret goes nowhere else.
  if (!question.authorization.empty())
    curl_slist_append(out.get(), ("Authorization: " + question.authorization).c_str());
  return out;
}

std::string media_type(CURL* curl) {
  const char* sent = nullptr;
  curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &sent);
  std::string out = sent ? sent : "";
  out.resize(std::min(out.find_first_of("; "), out.size()));
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

Result<Reply> ask(const Question& question, bool allow_loopback_http) {
  if (auto status = check_address(question.url, allow_loopback_http); !status.ok())
    return prefixed(question.url, status.error());
  static std::once_flag started;
  std::call_once(started, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  const std::unique_ptr<CURL, void (*)(CURL*)> made(curl_easy_init(), &curl_easy_cleanup);
  auto* curl = made.get();
  if (!curl) return internal("libcurl cannot start");
  const auto headers = headers_of(question);
  Body body;
  curl_easy_setopt(curl, CURLOPT_URL, question.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, allow_loopback_http ? "http,https" : "https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, kFetchSeconds);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &take);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
  if (!question.form.empty()) curl_easy_setopt(curl, CURLOPT_POSTFIELDS, question.form.c_str());
  const auto code = curl_easy_perform(curl);
  if (code != CURLE_OK) return failure(code, body, question.url);
  Reply reply;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply.status);
  reply.content_type = media_type(curl);
  reply.body = std::move(body.text);
  return reply;
}

}  // namespace

Fetch fetch_by_curl(bool allow_loopback_http) {
  return [allow_loopback_http](const Question& question) {
    return ask(question, allow_loopback_http);
  };
}

Status check_address(const std::string& url, bool allow_loopback_http) {
  const std::unique_ptr<CURLU, void (*)(CURLU*)> parsed(curl_url(), &curl_url_cleanup);
  // libcurl would guess a scheme and pass over spaces; addresses are written in full.
  const bool plain = std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < 127; });
  if (!parsed || !plain || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK)
    return invalid("is no address");
  if (!part(parsed.get(), CURLUPART_USER).empty() ||
      !part(parsed.get(), CURLUPART_FRAGMENT).empty())
    return invalid("may name neither a user nor a fragment");
  const auto scheme = part(parsed.get(), CURLUPART_SCHEME);
  const auto host = part(parsed.get(), CURLUPART_HOST);
  const bool loopback = host == "127.0.0.1" || host == "[::1]" || host == "localhost";
  if (scheme == "https" || (scheme == "http" && loopback && allow_loopback_http)) return {};
  return invalid("is not https: what it tells could be forged on the way");
}

std::string form_text(const std::vector<std::pair<std::string, std::string>>& members) {
  std::string out;
  for (const auto& [name, value] : members) {
    const std::unique_ptr<char, void (*)(void*)> escaped(
        curl_easy_escape(nullptr, value.data(), static_cast<int>(value.size())), &curl_free);
    out += (out.empty() ? "" : "&") + name + "=" + (escaped ? escaped.get() : "");
  }
  return out;
}

}  // namespace aksis::access
