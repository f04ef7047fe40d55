-- The load for wrk: the same scans as load.py sends. Told by the file whose name is its argument.

local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(arguments)
  local lines = {}
  for line in io.lines(arguments[1]) do
    table.insert(lines, line)
  end
  series, at, period, taken_at = lines[1], tonumber(lines[2]), tonumber(lines[3]), lines[4]
  heads, texts = {}, {}
  local number_of_heads = tonumber(lines[5])
  for number = 6, #lines do
    if number < 6 + number_of_heads then
      table.insert(heads, (lines[number]:gsub("|", "\r\n")))
    else
      table.insert(texts, lines[number])
    end
  end
  answers, wrong, sample = 0, 0, ""
end

function request()
  local this = at
  if period > 0 then
    this = at % period
  end
  at = at + 1
  local nonce = string.format("%s-0000-4000-8000-%012x", series, this)
  local body = '{"token":"' .. texts[this % #texts + 1] .. '","nonce":"' .. nonce
    .. '","taken_at":"' .. taken_at .. '","direction":"in"}'
  return heads[this % #heads + 1] .. "Content-Length: " .. #body .. "\r\n\r\n" .. body
end

function response(status, headers, body)
  answers = answers + 1
  if status ~= 200 or not body:find('"admit":true', 1, true) then
    wrong = wrong + 1
    sample = status .. " " .. body
  end
end

function done(summary, latency, requests)
  local thread = threads[1]
  local lost = summary.errors.connect + summary.errors.read + summary.errors.write
    + summary.errors.timeout
  io.write(string.format("\nfound|%d|%d|%d|%d|%d|%d|%d|%s\n",
    thread:get("answers"), thread:get("wrong"), lost, summary.duration,
    latency:percentile(50), latency:percentile(95), latency:percentile(99),
    thread:get("sample")))
end
