// The costly headers of this folder, compiled once. Included by the build, never by a file.
#pragma once

#include <fmt/format.h>

#include <boost/asio.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "aksis/cpp/json.hpp"
