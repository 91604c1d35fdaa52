<?php
// Signs documents as the provider does. In: {"access_key", "private_key", "documents": [JSON text, …]}. Out: a list.
$request = json_decode(stream_get_contents(STDIN));
const OPTIONS = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE;

function body(object $request, mixed $data, string $signed, int $options): string
{
    $signature = sha1($request->access_key . $request->private_key . md5($signed));
    $body = ['label' => 'player-42', 'additional_data' => $data, 'signature' => $signature];
    return json_encode($body + ['access_key' => $request->access_key], $options | JSON_THROW_ON_ERROR);
}

$answer = [];
foreach ($request->documents as $document) {
    $data = json_decode($document, flags: JSON_THROW_ON_ERROR);
    $text = json_encode($data, OPTIONS | JSON_THROW_ON_ERROR);
    $oldText = json_encode($data, JSON_THROW_ON_ERROR);
    $answer[] = [
        'text' => $text,
        'old_text' => $oldText,
        'signature' => sha1($request->access_key . $request->private_key . md5($text)),
        'unescaped' => body($request, $data, $text, OPTIONS),
        'escaped' => body($request, $data, $text, 0),
        'pretty' => body($request, $data, $text, OPTIONS | JSON_PRETTY_PRINT),
        'old' => body($request, $data, $oldText, OPTIONS),
    ];
}
echo json_encode($answer, JSON_THROW_ON_ERROR);
